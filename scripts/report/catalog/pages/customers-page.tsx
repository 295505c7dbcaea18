import type { Attribute } from "../../../model/model.ts";
import { formatDay } from "../../../model/time.ts";
import { Layout } from "../parts/layout.tsx";
import { renderPage } from "../parts/render-page.ts";
import type { Site } from "../site.ts";

/** The page that looks customers up; it needs scripts, since it uses the module on this data. */
export function customersPage(site: Site, data: readonly string[]): string {
  const [model] = site.models;
  const { attributes, sets } = model;
  const told = [...sets.values()].filter((set) => set.told);
  const telling = told.length + attributes.size;
  return renderPage(
    <Layout site={site} title="Customers" root="" current="customers.html" scripts={["runtime.js", ...data]}>
      <header class="head">
        <h1>Customers</h1>
        <p class="lead">What a customer gets, and the lines that decide it.</p>
      </header>
      <p class="note warn no-script">Customers are looked up by a script, which this browser does not run.</p>
      <form class="look-up script" data-look-up>
        <WhoAndWhen site={site} />
        {telling === 0 ? null : (
          <details>
            <summary>What the service tells with the lookup</summary>
            <div class="fields">
              {told.map(({ name, groups }) => (
                <label key={name}>
                  {name}
                  <select name={`told.${name}`}>
                    <option value="">untold</option>
                    {[...groups.keys()].map((group) => (
                      <option key={group}>{group}</option>
                    ))}
                  </select>
                </label>
              ))}
              {[...attributes.values()].map((attribute) => (
                <AttributeField key={attribute.name} attribute={attribute} />
              ))}
            </div>
          </details>
        )}
      </form>
      <p class="count" role="status" data-found />
      <div data-answers />
    </Layout>,
  );
}

/** The fields for the customer, the environment and the day. */
function WhoAndWhen({ site }: { readonly site: Site }) {
  const [{ config }] = site.models;
  return (
    <div class="fields">
      <label>
        Id
        <input type="text" name="id" required autofocus autocomplete="off" spellcheck={false} autocapitalize="off" />
      </label>
      <label>
        Scope
        <select name="scope">
          <option value="">any scope with this id</option>
          {[...config.scopes.keys()].map((scope) => (
            <option key={scope}>{scope}</option>
          ))}
        </select>
      </label>
      {config.environments.length === 1 ? null : (
        <label>
          Environment
          <select name="environment">
            {config.environments.map((environment) => (
              <option key={environment}>{environment}</option>
            ))}
          </select>
        </label>
      )}
      <label>
        Day
        <input type="date" name="at" value={formatDay(site.today)} />
      </label>
      <button type="submit">Look up</button>
    </div>
  );
}

/** The field for an attribute: one of its values, or any text. */
function AttributeField({ attribute }: { readonly attribute: Attribute }) {
  const { name, type, values } = attribute;
  if (values === undefined)
    return (
      <label>
        {name} <small>{type}</small>
        <input type="text" name={`told.${name}`} placeholder="untold" autocomplete="off" />
      </label>
    );
  return (
    <label>
      {name}
      <select name={`told.${name}`}>
        <option value="">untold</option>
        {values.map((value) => (
          <option key={value}>{value}</option>
        ))}
      </select>
    </label>
  );
}
