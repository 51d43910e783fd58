// `node --require` this: writes the files that were loaded to the file that LOADED_MODULES names, when the process ends.
const { writeFileSync } = require("node:fs");

process.on("exit", () => writeFileSync(process.env.LOADED_MODULES ?? "", JSON.stringify(Object.keys(require.cache))));
