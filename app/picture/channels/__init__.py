"""The stage of many channels: planes, filters, and the step added up by channel."""
