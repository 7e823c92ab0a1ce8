export { backward } from '../02-backward.js';
