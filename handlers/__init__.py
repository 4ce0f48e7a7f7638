"""Every door to the house: WeChat's callback, the agencies' page and API, health, metrics."""
