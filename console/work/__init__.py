"""What the pages of the work itself share: filters of the queue, a record side by side, pictures of a match."""
