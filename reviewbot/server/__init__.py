"""The service: webhooks in, check runs out. Events are hints; what is true is read again for every judgement."""
