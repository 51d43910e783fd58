/** Stages, as API Gateway's own HTTP API has them: https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-stages.html */
import type { Context, Hono } from "hono";
import { bodyOf, without } from "./body";
import { badRequest, conflict, found, type HttpApi, idOf, now, type RouteSettings, type Stage } from "./state";

export function addStages(app: Hono, of: (context: Context) => HttpApi): void {
  const path = "/v2/apis/:api/stages";
  const one = (context: Context): Stage => found(of(context).stages, context.req.param("stage") ?? "", "stage");
  const checked = (stage: Stage): Stage => {
    for (const settings of [stage.defaultRouteSettings, ...Object.values(stage.routeSettings)]) requireLimits(settings);
    const { destinationArn = "" } = stage.accessLogSettings ?? {};
    if (stage.accessLogSettings && !/^arn:aws[a-z-]*:(logs|firehose):/.test(destinationArn)) {
      throw badRequest("Invalid ARN specified in the request. The ARN must be of a log group of CloudWatch Logs or of Firehose");
    }
    return stage;
  };
  app.post(path, async (context) => {
    const given = (await bodyOf(context)) as Partial<Stage>;
    const { stageName = "" } = given;
    const { stages } = of(context);
    if (stageName !== "$default" && !/^[a-zA-Z0-9_-]{1,128}$/.test(stageName)) throw badRequest(`Invalid stage name: ${stageName}`);
    if (stages.has(stageName)) throw conflict(`Stage already exists`);
    const fresh = { autoDeploy: false, routeSettings: {}, stageVariables: {}, tags: {}, createdDate: now(), lastUpdatedDate: now() };
    const defaultRouteSettings = { detailedMetricsEnabled: false, ...given.defaultRouteSettings };
    const made = checked({ ...fresh, ...given, stageName, defaultRouteSettings, ...deploymentOf(given) });
    stages.set(stageName, made);
    return context.json(made, 201);
  });
  app.get(path, (context) => context.json({ items: [...of(context).stages.values()] }));
  app.get(`${path}/:stage`, (context) => context.json(one(context)));
  app.patch(`${path}/:stage`, async (context) => {
    const before = one(context);
    const { routeSettings, defaultRouteSettings, ...rest } = without(await bodyOf(context), "stageName", "tags") as Partial<Stage>;
    const changed = checked({
      ...before,
      ...rest,
      defaultRouteSettings: { ...before.defaultRouteSettings, ...defaultRouteSettings },
      routeSettings: { ...before.routeSettings, ...routeSettings },
      lastUpdatedDate: now(),
      ...deploymentOf(rest),
    });
    of(context).stages.set(before.stageName, changed);
    return context.json(changed);
  });
  app.delete(`${path}/:stage/accesslogsettings`, (context) => {
    delete one(context).accessLogSettings;
    return context.body(null, 204);
  });
  app.delete(`${path}/:stage/routesettings/:key`, (context) => {
    delete one(context).routeSettings[context.req.param("key")];
    return context.body(null, 204);
  });
  app.delete(`${path}/:stage`, (context) => {
    of(context).stages.delete(one(context).stageName);
    return context.body(null, 204);
  });
}

const deploymentOf = ({ autoDeploy }: Partial<Stage>): object =>
  autoDeploy ? { deploymentId: idOf(6), lastDeploymentStatusMessage: "Successfully deployed stage with deployment ID" } : {};

function requireLimits({ throttlingBurstLimit: burst, throttlingRateLimit: rate }: RouteSettings): void {
  if (burst !== undefined && (!Number.isInteger(burst) || burst < 0)) throw badRequest("Invalid throttling burst limit");
  if (rate !== undefined && !(rate >= 0)) throw badRequest("Invalid throttling rate limit");
}
