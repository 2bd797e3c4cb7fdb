// Reads {secret, bodies} from standard input and prints the signature of each body, made by octokit's own library.
import { pathToFileURL } from "node:url";

const { Webhooks } = await import(pathToFileURL(`${process.argv[2]}/node_modules/@octokit/webhooks/dist-bundle/index.js`));
let text = "";
for await (const chunk of process.stdin) text += chunk;
const { secret, bodies } = JSON.parse(text);
const webhooks = new Webhooks({ secret });
for (const body of bodies) console.log(await webhooks.sign(body));
