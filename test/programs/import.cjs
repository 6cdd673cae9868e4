// The import() of node itself, which vitest puts its own in the place of elsewhere.
module.exports = (url) => import(url);
