import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { Agent, request } from "node:https";
import { join } from "node:path";
import { end, eventually, freePort } from "./flagd-daemon.ts";
import { buildGo, moduleFolder } from "./go.ts";

/** The answer of an API server: the resource, or a status whose `message` says why not. */
export interface ApiAnswer {
  readonly status: number;
  readonly body: {
    readonly message?: string;
    readonly metadata?: { readonly resourceVersion: string };
    readonly spec?: { readonly flagSpec: unknown };
  };
}

/** A Kubernetes API server for custom resources, with the operator's `FeatureFlag` and its sources. */
export interface ApiServer {
  /** The file from which clients such as flagd read how to reach it. */
  readonly kubeconfig: string;
  /** The request of `kubectl apply --server-side` for a `FeatureFlag` named `flags`. */
  readonly apply: (namespace: string, yaml: string) => Promise<ApiAnswer>;
  readonly call: (method: string, path: string, body?: string) => Promise<ApiAnswer>;
  readonly stop: () => Promise<void>;
}

/** The path of a namespace's flags, relative to that of the operator's resources. */
export const flagsOf = (namespace: string): string => `namespaces/${namespace}/featureflags/flags`;

/** Starts etcd and an API server on it in a folder, and installs the operator's definitions. */
export async function startApiServer(folder: string): Promise<ApiServer> {
  const program = buildGo("flagd", "k8s.io/apiextensions-apiserver", "apiextensions-apiserver");
  const port = await freePort();
  const { key, cert } = makeCertificate(folder);
  const [etcd, origin] = await startEtcd(folder);
  const kubeconfig = join(folder, "kubeconfig.json");
  const nowhere = join(folder, "nowhere.json");
  writeFileSync(kubeconfig, kubeconfigText(`https://127.0.0.1:${port}`, { key, cert }));
  writeFileSync(nowhere, kubeconfigText("http://127.0.0.1:1"));
  const child = spawn(program, [...serverWords(port, origin, cert, nowhere), "--cert-dir", join(folder, "served")], {
    stdio: "ignore",
  });
  const stop = async (): Promise<void> => {
    await end(child);
    await end(etcd);
  };
  const agent = new Agent({ key: readFileSync(key), cert: readFileSync(cert), rejectUnauthorized: false });
  const send = (method: string, path: string, body?: string): Promise<ApiAnswer> =>
    callApi(agent, port, method, path, body);
  const resources = "/apis/core.openfeature.dev/v1beta1";
  try {
    await eventually(async () => (await send("GET", "/livez")).status === 200);
    await defineResources(send);
    await eventually(async () => (await send("GET", `${resources}/featureflagsources`)).status === 200);
  } catch (error) {
    await stop();
    throw error;
  }
  const call: ApiServer["call"] = (method, path, body) => send(method, `${resources}/${path}`, body);
  const apply: ApiServer["apply"] = (namespace, yaml) =>
    call("PATCH", `${flagsOf(namespace)}?fieldManager=kubectl&fieldValidation=Strict`, yaml);
  return { kubeconfig, apply, call, stop };
}

/** Nothing else of a cluster runs: our certificate may do everything, and no other component is asked. */
function serverWords(port: number, etcd: string, clients: string, nowhere: string): readonly string[] {
  const options = {
    "etcd-servers": etcd,
    "bind-address": "127.0.0.1",
    "secure-port": port,
    "client-ca-file": clients,
    "authentication-skip-lookup": true,
    "authentication-kubeconfig": nowhere,
    "authorization-kubeconfig": nowhere,
    kubeconfig: nowhere,
    "enable-priority-and-fairness": false,
    "disable-admission-plugins":
      "NamespaceLifecycle,MutatingAdmissionWebhook,ValidatingAdmissionWebhook,ValidatingAdmissionPolicy,MutatingAdmissionPolicy",
  };
  return Object.entries(options).map(([name, value]) => `--${name}=${value}`);
}

/** The certificate of a user who may do everything. */
function makeCertificate(folder: string): { readonly key: string; readonly cert: string } {
  const [key, cert] = [join(folder, "key.pem"), join(folder, "cert.pem")];
  const kind = ["-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"];
  const words = ["req", ...kind, "-subj", "/O=system:masters/CN=test", "-keyout", key, "-out", cert];
  execFileSync("openssl", words, { stdio: "ignore" });
  return { key, cert };
}

async function startEtcd(folder: string): Promise<readonly [ChildProcess, string]> {
  const [clients, peers] = [await freePort(), await freePort()].map((port) => `http://127.0.0.1:${port}`) as [
    string,
    string,
  ];
  const options = {
    "data-dir": join(folder, "etcd"),
    "listen-client-urls": clients,
    "advertise-client-urls": clients,
    "listen-peer-urls": peers,
    "initial-advertise-peer-urls": peers,
    "initial-cluster": `default=${peers}`,
  };
  const words = Object.entries(options).map(([name, value]) => `--${name}=${value}`);
  return [spawn("etcd", words, { stdio: "ignore" }), clients];
}

function kubeconfigText(server: string, certificate?: { readonly key: string; readonly cert: string }): string {
  const user =
    certificate === undefined ? {} : { "client-key": certificate.key, "client-certificate": certificate.cert };
  return JSON.stringify({
    apiVersion: "v1",
    kind: "Config",
    clusters: [{ name: "here", cluster: { server, ...(certificate && { "insecure-skip-tls-verify": true }) } }],
    users: [{ name: "me", user }],
    contexts: [{ name: "here", context: { cluster: "here", user: "me" } }],
    "current-context": "here",
  });
}

/** Installs the operator's own definitions, from its module. */
async function defineResources(send: ApiServer["call"]): Promise<void> {
  const folder = moduleFolder("github.com/open-feature/open-feature-operator@v0.9.2");
  for (const name of ["featureflags", "featureflagsources"]) {
    const definition = readFileSync(join(folder, `config/crd/bases/core.openfeature.dev_${name}.yaml`), "utf8");
    const path = `customresourcedefinitions/${name}.core.openfeature.dev?fieldManager=test`;
    const { status, body } = await send("PATCH", `/apis/apiextensions.k8s.io/v1/${path}`, definition);
    if (status >= 300) throw new Error(`the definition of ${name} is refused: ${body.message}`);
  }
}

function callApi(agent: Agent, port: number, method: string, path: string, body?: string): Promise<ApiAnswer> {
  const type = method === "PATCH" ? "application/apply-patch+yaml" : "application/yaml";
  const headers = body === undefined ? {} : { "content-type": type };
  return new Promise((resolve, reject) => {
    const call = request({ agent, host: "127.0.0.1", port, method, path, headers }, async (response) => {
      let text = "";
      for await (const part of response.setEncoding("utf8")) text += part;
      const isJson = response.headers["content-type"]?.includes("json");
      resolve({ status: response.statusCode ?? 0, body: isJson ? JSON.parse(text) : { message: text } });
    });
    call.on("error", reject).end(body);
  });
}
