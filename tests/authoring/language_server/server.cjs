// The command of @cucumber/language-server looks for its grammars in a nested node_modules, which npm no longer makes;
// so this starts the same server with the path at which they are. The grammars are WebAssembly: nothing native is built.
const path = require('path')
const { startStandaloneServer } = require('@cucumber/language-server/wasm')
const { NodeFiles } = require('@cucumber/language-server/node')

const grammars = path.resolve(__dirname, 'node_modules/@cucumber/language-service/dist')
startStandaloneServer(grammars, (rootUri) => new NodeFiles(rootUri))
