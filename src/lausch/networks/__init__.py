"""Networks: (batch, frames, columns) to logits (batch, frames, k). They know torch, not lausch."""
