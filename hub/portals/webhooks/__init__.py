"""Pushing a feed's changes to a portal's own address, after Standard Webhooks (https://www.standardwebhooks.com)."""
