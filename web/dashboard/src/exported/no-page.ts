/** In place of pages that an exported page does not have. */
export default (): null => null;
