/** The rules of an account in a region, with their targets, as moto keeps them: asked once, and again after a change. */
import type { Questions } from "../access/questions";
import type { Target } from "./target-input";

export interface Rule {
  Name: string;
  Arn: string;
  State: "ENABLED" | "DISABLED" | "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS";
  EventPattern?: string;
  ScheduleExpression?: string;
  targets: Target[];
}

interface Place {
  account: string;
  region: string;
}

export class Rules {
  readonly #kept = new Map<string, Promise<Rule[]>>();

  constructor(private readonly asked: Questions) {}

  /** Those of the default bus. */
  at(place: Place): Promise<Rule[]> {
    const key = `${place.account} ${place.region}`;
    const known = this.#kept.get(key) ?? this.#read(place);
    this.#kept.set(key, known);
    known.catch(() => this.#kept.delete(key));
    return known;
  }

  async #read(place: Place): Promise<Rule[]> {
    const found = await this.asked.json("events", place, "AWSEvents.ListRules", {});
    return Promise.all(
      ((found?.Rules ?? []) as Rule[]).map(async (rule) => {
        const { Targets = [] } = (await this.asked.json("events", place, "AWSEvents.ListTargetsByRule", { Rule: rule.Name })) ?? {};
        return { ...rule, targets: Targets as Target[] };
      }),
    );
  }

  forget({ account, region }: Place): void {
    this.#kept.delete(`${account} ${region}`);
  }
}

/** The accounts that have a trail that logs: without one CloudTrail sends nothing to EventBridge. */
export class Trails {
  readonly #kept = new Map<string, Promise<boolean>>();

  constructor(private readonly asked: Questions) {}

  log(place: Place): Promise<boolean> {
    const key = `${place.account} ${place.region}`;
    const known = this.#kept.get(key) ?? this.#read(place);
    this.#kept.set(key, known);
    known.catch(() => this.#kept.delete(key));
    return known;
  }

  async #read(place: Place): Promise<boolean> {
    const service = "com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101";
    const { trailList = [] } = (await this.asked.json("cloudtrail", place, `${service}.DescribeTrails`, {})) ?? {};
    const trails = trailList as { TrailARN: string; HomeRegion: string; IsMultiRegionTrail?: boolean }[];
    const logging = await Promise.all(
      trails
        .filter(({ HomeRegion, IsMultiRegionTrail }) => IsMultiRegionTrail || HomeRegion === place.region)
        .map(({ TrailARN, HomeRegion }) =>
          this.asked.json("cloudtrail", { ...place, region: HomeRegion }, `${service}.GetTrailStatus`, { Name: TrailARN }),
        ),
    );
    return logging.some((each) => each?.IsLogging === true);
  }

  forget(account: string): void {
    for (const key of [...this.#kept.keys()]) if (key.startsWith(`${account} `)) this.#kept.delete(key);
  }
}
