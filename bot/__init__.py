"""The conversation: what people say to us in WeChat and what we say back."""
