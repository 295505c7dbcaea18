import type { Document, MapPlace } from "./document.ts";

type Data = Record<string, unknown> & { readonly environments?: Readonly<Record<string, Record<string, unknown>>> };

/**
 * A document as it applies in one environment: the keys under that environment in `environments` replace those of the
 * document, and a key that is null there does not apply there.
 */
export function inEnvironment(document: Document, environment: string): Document {
  const data = document.data as Data;
  const own = data.environments?.[environment];
  if (own === undefined) return document;
  const merged = Object.assign(Object.create(null), data, own) as Record<string, unknown>;
  for (const key of Object.keys(own)) if (own[key] === null) delete merged[key];
  const place = document.maps.get(data);
  const ownPlace = document.maps.get(own);
  if (place === undefined || ownPlace === undefined) return { ...document, data: merged };
  const places = overlay(place, ownPlace);
  return { ...document, data: merged, maps: { get: (map) => (map === merged ? places : document.maps.get(map)) } };
}

function overlay(place: MapPlace, own: MapPlace): MapPlace {
  return { ...place, keys: new Map([...place.keys, ...own.keys]), values: new Map([...place.values, ...own.values]) };
}
