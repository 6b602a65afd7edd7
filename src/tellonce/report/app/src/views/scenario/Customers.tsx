import type { Customer } from "../../payload";
import { Constraints } from "../../shared/Constraints";
import { channelName, localeName } from "../../shared/names";
import { say, whoItIs } from "../../words";

/** Who took part: her setting, whether each part of it was applied, and the barriers that she met. */
export function Customers({ customers }: { customers: Customer[] }) {
  return (
    <section aria-labelledby="customers-title">
      <h2 id="customers-title">{say("scenario.customers")}</h2>
      <ul class="customer-cards">
        {customers.map((customer) => (
          <li>
            <h3>{customer.persona}</h3>
            <p class="of">
              {[whoItIs(customer.role, customer.pronouns), customer.locale && localeName(customer.locale)].filter(Boolean).join(", ")}
            </p>
            <dl>
              {customer.prefers.length > 0 && <Said head={say("journeys.prefers")} said={customer.prefers.map(channelName).join(", ")} />}
              {customer.refuses.length > 0 && <Said head={say("journeys.refuses")} said={customer.refuses.map(channelName).join(", ")} />}
            </dl>
            {Object.keys(customer.constraints).length > 0 && (
              <>
                <h4>{say("journeys.constraints")}</h4>
                <Constraints became={Object.fromEntries(Object.entries(customer.constraints).map(([name, said]) => [name, { [said]: 1 }]))} />
              </>
            )}
            {customer.barriers.length > 0 && (
              <>
                <h4>{say("journeys.barriers")}</h4>
                <ul class="barriers">
                  {customer.barriers.map((barrier) => (
                    <li>{barrier}</li>
                  ))}
                </ul>
              </>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Said({ head, said }: { head: string; said: string }) {
  return (
    <div>
      <dt>{head}</dt>
      <dd>{said}</dd>
    </div>
  );
}
