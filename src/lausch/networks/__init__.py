"""Networks: (batch, frames, columns) to logits (batch, frames, k); no imports of lausch."""
