"""Every door to the house: WeChat's callback, health and metrics."""
