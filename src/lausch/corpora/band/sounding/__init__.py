"""From notes to samples: instruments, rooms, the mix, the carrier."""
