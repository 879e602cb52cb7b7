"""From a link group to what it is: channel, margin, reach, watts, latency, failures."""
