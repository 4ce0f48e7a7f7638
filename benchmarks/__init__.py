"""Measuring the running bot from outside, over HTTP, as WeChat would reach it."""
