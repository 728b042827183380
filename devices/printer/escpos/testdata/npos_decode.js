// Decodes the raster images of an ESC/POS stream with npos, an encoder and
// decoder that shares no code with this project.
// Usage: node npos_decode.js <node_modules> <stream>; prints [{width, height, rows: base64 of one byte a dot}].
'use strict';
const path = require('path');
const fs = require('fs');
const npos = require(path.join(process.argv[2], 'npos'));
npos.parser().parse(fs.readFileSync(process.argv[3])).then(ast => {
  const images = ast.entries.filter(e => e.type === 'raster').map(e => {
    const image = e.data, dots = Buffer.alloc(image.width * image.height);
    for (let y = 0; y < image.height; y++)
      for (let x = 0; x < image.width; x++) dots[y * image.width + x] = image.getPixel(x, y) === 0 ? 0 : 255;
    return {width: image.width, height: image.height, rows: dots.toString('base64')};
  });
  console.log(JSON.stringify({commands: ast.tree.map(n => n.ascii + (n.fn || '')), images}));
}).catch(e => { console.error(e.message); process.exit(1); });
