"""When someone stops working here: what they hold, their last day, and the end of the account."""
