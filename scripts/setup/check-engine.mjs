/** Loads tfjs-node as the project does, multiplies two matrices, and exits with 0 where the product is right. */
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

// Node.js 23 and later lack these; src/nn/backend-tensorflow.ts does the same.
const util = require('node:util');
util.isNullOrUndefined = (/** @type {unknown} */ value) => value === null || value === undefined;
util.isArray = Array.isArray;

const tf = require('@tensorflow/tfjs-core');
require('@tensorflow/tfjs-node');

const product = tf.matMul(tf.tensor2d([1, 2, 3, 4], [2, 2]), tf.tensor2d([5, 6, 7, 8], [2, 2]));
const right = tf.getBackend() === 'tensorflow' && String(product.dataSync()) === '19,22,43,50';
if (!right) throw new Error(`a wrong product from ${tf.getBackend()}: ${String(product.dataSync())}`);
