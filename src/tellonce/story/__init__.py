"""Says a verdict in the customer's words: the same words in messages, terminal and reports."""
