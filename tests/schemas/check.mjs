// Checks manifests against the schemas of Kubernetes, the Gateway API and
// Argo Rollouts: check.mjs NODE_MODULES FILE...
//
// The schemas come as functions that read every field they know, and say
// nothing of others. So they are handed an object that notes what is read: a
// field that nobody read is one that does not exist.
//
// FILE is YAML of one object or several. In refused.yaml each object
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

// BCS on Mesos publishes no schema; these are the fields and types that its
// own structs have (bcs-common/common/types), as far as we write them.
const text = "string", number = "number", texts = { "*": text };
const metadata = { name: text, namespace: text, labels: texts,
	annotations: texts };
const container = {
	type: text, image: text, imagePullPolicy: text, command: text,
	args: [text], env: [{ name: text, value: text }],
	ports: [{ name: text, protocol: text, containerPort: number,
		hostPort: number }],
	resources: { limits: { cpu: text, memory: text },
		requests: { cpu: text, memory: text } },
};
const structs = {
	"v4 deployment": {
		apiVersion: text, kind: text, metadata,
		restartPolicy: { policy: text, interval: number,
			backoff: number, maxtimes: number },
		killPolicy: { gracePeriod: number },
		spec: {
			instance: number, selector: texts,
			strategy: { type: text, rollingupdate: {
				maxUnavilable: number, maxSurge: number,
				upgradeDuration: number, rollingOrder: text,
				rollingManually: "boolean" } },
			template: { metadata, spec: {
				containers: [container], networkMode: text,
				networktype: text } },
		},
	},
	"v4 service": {
		apiVersion: text, kind: text, metadata,
		spec: { selector: texts, ports: [{ name: text,
			domainName: text, path: text, protocol: text,
			servicePort: number, targetPort: number }] },
	},
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

// How a value differs from the type or struct it is to be.
function* differences(value, wanted, path = "") {
	if (Array.isArray(wanted) && Array.isArray(value))
		for (const [i, item] of value.entries())
			yield* differences(item, wanted[0], `${path}/${i}`);
	else if (isObject(wanted) && isObject(value))
		for (const [key, below] of Object.entries(value)) {
			const field = wanted[key] ?? wanted["*"];
			if (field === undefined)
				yield `${path}/${key}: unknown field`;
			else
				yield* differences(below, field,
					`${path}/${key}`);
		}
	else if (typeof value !== wanted)
		yield `${path}: type ${isObject(wanted) ? "object" : wanted}`;
}

const words = (error) => `${error.instancePath}: ${error.keyword} ` +
	Object.values(error.params).flat().join(", ");

async function faults(object) {
	const name = `${object.apiVersion} ${object.kind}`;
	if (name in structs)
		return [...differences(object, structs[name])];
	if (!(name in schemas))
		return [`no schema is known for ${name}`];
	const { validate } = await load(schemas[name] + ".js");
	const reader = new Reader();
	if (validate(reader.see(object)))
		return [...reader.unread(object)];
	return validate.errors.map(words);
}

const has = (labels, selector) => Object.entries(selector)
	.every(([key, value]) => labels?.[key] === value);

// By kind: names that an object has of others and that lint does not look up.
const strays = {
	*service({ spec }, all) {
		const pods = all.filter((other) =>
			other.kind === "deployment" &&
			has(other.spec.template.metadata?.labels,
			    spec.selector));
		const ports = pods.flatMap((other) =>
			other.spec.template.spec.containers)
			.flatMap((container) => container.ports);

		if (pods.length === 0)
			yield "/spec/selector: selects nothing";
		else if (!spec.ports.every((port) => ports.some((other) =>
			other.name === port.name &&
			other.containerPort === port.targetPort)))
			yield "/spec/ports: no container has one of them";
	},
	*Rollout({ spec }, all) {
		const { activeService, previewService } =
			spec.strategy.blueGreen;
		const labels = spec.template.metadata.labels;

		for (const name of [activeService, previewService])
			if (!all.some((other) => other.kind === "Service" &&
				other.metadata.name === name &&
				has(labels, other.spec.selector)))
				yield `/spec/strategy/blueGreen: no ${name}`;
	},
};

async function check(file, object, all) {
	const wanted = object.metadata.annotations?.refused;
	let found = await faults(object);
	if (found.length === 0)
		found = [...strays[object.kind]?.(object, all) ?? []];
	const good = wanted === undefined ? found.length === 0 :
		found.length === 1 && found[0] === wanted;
	if (!good)
		console.log(`FAIL ${file}: ${object.kind} ` +
			`${object.metadata?.name}: ` +
			(found.join("; ") || `not refused for ${wanted}`));
	return good;
}

const results = { true: 0, false: 0 };
for (const file of files) {
	const all = parseAllDocuments(readFileSync(file, "utf8"))
		.map((document) => {
			if (document.errors.length > 0)
				throw document.errors[0];
			return document.toJS();
		});
	for (const object of all)
		results[await check(file, object, all)]++;
}
console.log(`schemas: ${results.true} passed, ${results.false} failed`);
process.exit(results.false > 0 || results.true === 0 ? 1 : 0);
