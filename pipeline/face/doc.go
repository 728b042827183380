// Package face finds faces in pictures and tells whether two faces look like
// one person. It is a leaf: nets run in OpenCV (gocv's dnn), but pictures come
// in as image.Image and results leave as plain Go values.
package face
