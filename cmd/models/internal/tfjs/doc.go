// Package tfjs turns a frozen TensorFlow.js graph model (a JSON graph and a file of
// weights) into an ONNX file that OpenCV 4.6 loads. It knows the operations of the
// three nets that this project takes (face mesh, irises, person segmentation) and
// refuses every other one by name.
//
// # What changes on the way
//
// TensorFlow keeps pictures as rows, columns, channels (NHWC), ONNX as channels,
// rows, columns (NCHW). Kernels are turned (HWIO → OIHW; for depthwise convolutions
// HWCM → [C·M, 1, H, W] with one group per channel), constants that are added or
// multiplied become [1, C, 1, 1], and the net's input is [1, C, H, W]. TensorFlow's
// SAME padding depends on the size of its input and may be larger at the end than at
// the start; it is computed for the net's fixed input and written out. Weights stored
// in half precision are widened, which is exact.
//
// The result depends on nothing but the two inputs, byte for byte, so that it can be
// pinned by a hash.
//
// # Why
//
// The file says operator set 10 and still carries Resize's
// coordinate_transformation_mode, which is of operator set 11: OpenCV 4.6 wants Clip
// with attributes (up to 10) and half-pixel centres (from 11) in one graph. The file
// is for OpenCV; a strict reader may refuse it. Reference numbers for the tests of
// pipeline/face were computed by TensorFlow.js itself from the original files.
//
// Protocol buffers are written by hand: eight message types with a few fields each are
// less than a generated binding and its dependency.
package tfjs
