// Checks manifests against the schemas of Kubernetes, the Gateway API and
// Argo Rollouts: check.mjs NODE_MODULES FILE...
//
// The schemas come as functions that read every field they know, and say
// nothing of others. So they are handed an object that notes what is read: a
// field that nobody read is one that does not exist.
//
// FILE is YAML or JSON of one object or several. In refused.yaml each object
// must be refused, for just what its annotation "refused" says: that the
// check works is checked as well.
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

const [modules, ...files] = process.argv.slice(2);
const load = (path) => import(pathToFileURL(resolve(modules, path)).href);
const { parseAllDocuments } = await load("yaml/dist/index.js");

const core = "kubernetes-models/_schemas/IoK8sApi";
const gateway =
	"@kubernetes-models/gateway-api/_schemas/IoK8sSigsGatewayApiApis";
const argo = "@kubernetes-models/argo-rollouts/_schemas/" +
	"ComGithubArgoprojArgoRolloutsPkgApisRollouts";
const schemas = {
	"v1 Service": core + "CoreV1Service",
	"apps/v1 Deployment": core + "AppsV1Deployment",
	"apps/v1 ReplicaSet": core + "AppsV1ReplicaSet",
	"networking.k8s.io/v1 Ingress": core + "NetworkingV1Ingress",
	"gateway.networking.k8s.io/v1 HTTPRoute": gateway + "V1HTTPRoute",
	"argoproj.io/v1alpha1 Rollout": argo + "V1alpha1Rollout",
};

const isObject = (value) => value !== null && typeof value === "object";

// Hands out `root` and what is in it, and keeps which keys were read.
class Reader {
	#read = new Map();

	see(value) {
		if (!isObject(value))
			return value;
		const keys = new Set();
		if (!this.#read.has(value))
			this.#read.set(value, keys);
		return new Proxy(value, {
			get: (target, key) => {
				this.#read.get(value).add(key);
				return this.see(target[key]);
			},
		});
	}

	// Where the value was not looked into, nothing is known about it.
	*unread(value, path = "") {
		const read = this.#read.get(value);
		if (!isObject(value) || read === undefined || read.size === 0)
			return;
		for (const [key, below] of Object.entries(value))
			if (read.has(key))
				yield* this.unread(below, `${path}/${key}`);
			else
				yield `${path}/${key}: unknown field`;
	}
}

const words = (error) => `${error.instancePath}: ${error.keyword} ` +
	Object.values(error.params).flat().join(", ");

async function faults(object) {
	const name = `${object.apiVersion} ${object.kind}`;
	if (!(name in schemas))
		return [`no schema is known for ${name}`];
	const { validate } = await load(schemas[name] + ".js");
	const reader = new Reader();
	if (validate(reader.see(object)))
		return [...reader.unread(object)];
	return validate.errors.map(words);
}

async function check(file, object) {
	const wanted = object?.metadata?.annotations?.refused;
	const found = await faults(object);
	const good = wanted === undefined ? found.length === 0 :
		found.length === 1 && found[0] === wanted;
	if (!good)
		console.log(`FAIL ${file}: ${object.kind} ` +
			`${object.metadata?.name}: ` +
			(found.join("; ") || `not refused for ${wanted}`));
	return good;
}

const count = { true: 0, false: 0 };
for (const file of files)
	for (const document of parseAllDocuments(readFileSync(file, "utf8"))) {
		if (document.errors.length > 0)
			throw document.errors[0];
		const object = document.toJS();
		const items = object?.kind === "List" ? object.items :
			[object];
		for (const item of items)
			count[await check(file, item)]++;
	}
console.log(`schemas: ${count.true} passed, ${count.false} failed`);
process.exit(count.false > 0 || count.true === 0 ? 1 : 0);
