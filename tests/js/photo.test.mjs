import assert from "node:assert/strict";
import test from "node:test";
import { shrunk } from "../../assets/js/photo.js";

test("a photo is shrunk to 1600 on its longer side and never enlarged", () => {
  assert.deepEqual(shrunk(4000, 3000), { width: 1600, height: 1200 });
  assert.deepEqual(shrunk(3000, 4000), { width: 1200, height: 1600 });
  assert.deepEqual(shrunk(800, 600), { width: 800, height: 600 });
});
