"""Trained models, each one .onnx file with its card inside; README.md is generated from them."""
