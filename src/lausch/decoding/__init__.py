"""From activations to events: plain array functions that know no music objects."""
