"""Power chain of a rack, and parts whose watts grow with their temperature."""
