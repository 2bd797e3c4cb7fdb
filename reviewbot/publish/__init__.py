"""A report to what GitHub is sent: a check run and a review. Pure, but for `reviewbot.publish.sending`."""
