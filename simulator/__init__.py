"""A stand-in for WeChat, so that the helper can be used and tested without the real platform.

It is the other side of the wire: it shares no code with the helper, only the public protocol.
"""
