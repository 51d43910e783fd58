/**
 * Typed bindings for the Terraform provider kenzo0107/sendgrid 3.1.0: the resources that Twinpost declares, no more.
 * Attribute names are the provider's; https://registry.terraform.io/providers/kenzo0107/sendgrid/3.1.0/docs
 */
import { TerraformDataSource, type TerraformMetaArguments, TerraformProvider, TerraformResource } from "cdktf";
import type { Construct } from "constructs";

const source = "kenzo0107/sendgrid";
const generatorMetadata = { providerName: "sendgrid", providerVersion: "3.1.0", providerVersionConstraint: "3.1.0" };

export interface SendgridProviderConfig {
  /** Where the subuser was made; the global region unless told. */
  region?: "global" | "eu" | undefined;
  /** Everything is done on its behalf (the header "On-Behalf-Of") with the key of the account. */
  subuser?: string | undefined;
}

/** Reads its API key from the environment variable `SENDGRID_API_KEY`, so no key is in the configuration or the state. */
export class SendgridProvider extends TerraformProvider {
  constructor(
    scope: Construct,
    id: string,
    private readonly config: SendgridProviderConfig = {},
  ) {
    super(scope, id, {
      terraformResourceType: "sendgrid",
      terraformProviderSource: source,
      terraformGeneratorMetadata: generatorMetadata,
    });
  }

  protected override synthesizeAttributes(): Record<string, unknown> {
    const { region, subuser } = this.config;
    return { ...(region ? { region } : {}), ...(subuser ? { subuser } : {}) };
  }
}

export interface SendgridSenderAuthenticationConfig extends TerraformMetaArguments {
  domain: string;
  /** The label of the return path; set it, so that the host names of the records are known before the first apply. */
  subdomain: string;
  /** "eu" for the domain of an EU subuser. */
  region?: "global" | "eu" | undefined;
}

export class SendgridSenderAuthentication extends TerraformResource {
  constructor(
    scope: Construct,
    id: string,
    private readonly config: SendgridSenderAuthenticationConfig,
  ) {
    super(scope, id, { ...config, terraformResourceType: "sendgrid_sender_authentication", terraformGeneratorMetadata: generatorMetadata });
  }

  /**
   * The CNAME target of the record whose host starts with this text. `dns` is a set and unknown until applied, so the choice is an
   * expression that Terraform evaluates.
   */
  targetOf(hostPrefix: string): string {
    const dns = `${this.terraformResourceType}.${this.friendlyUniqueId}.dns`;
    return `\${one([for d in ${dns} : d.data if startswith(d.host, "${hostPrefix}")])}`;
  }

  protected override synthesizeAttributes(): Record<string, unknown> {
    const { domain, subdomain, region } = this.config;
    return { domain, subdomain, automatic_security: true, default: false, ...(region ? { region } : {}) };
  }
}

export interface SendgridLinkBrandingConfig extends TerraformMetaArguments {
  domain: string;
  /** The label of tracked links below the domain. */
  subdomain: string;
}

export class SendgridLinkBranding extends TerraformResource {
  constructor(
    scope: Construct,
    id: string,
    private readonly config: SendgridLinkBrandingConfig,
  ) {
    super(scope, id, { ...config, terraformResourceType: "sendgrid_link_branding", terraformGeneratorMetadata: generatorMetadata });
  }

  /** The CNAME target of the tracked links' own name. */
  get target(): string {
    return this.oneOf("data", "==");
  }

  /** The other record, by which SendGrid knows whose links they are: its name begins with the user's id, which only SendGrid knows. */
  get owner(): { name: string; target: string } {
    return { name: this.oneOf("host", "!="), target: this.oneOf("data", "!=") };
  }

  private oneOf(attribute: "host" | "data", relation: "==" | "!="): string {
    const dns = `${this.terraformResourceType}.${this.friendlyUniqueId}.dns`;
    return `\${one([for d in ${dns} : d.${attribute} if d.host ${relation} "${this.config.subdomain}.${this.config.domain}"])}`;
  }

  /** `default` is left to SendGrid, which may make the first one the default by itself: links follow the domain of the From address. */
  protected override synthesizeAttributes(): Record<string, unknown> {
    return { domain: this.config.domain, subdomain: this.config.subdomain };
  }
}

export interface SendgridUnsubscribeGroupConfig extends TerraformMetaArguments {
  name: string;
  /** The plugin fails after it has made a group without one: it reads back an empty text where nothing was planned. */
  description: string;
}

export class SendgridUnsubscribeGroup extends TerraformResource {
  constructor(
    scope: Construct,
    id: string,
    private readonly config: SendgridUnsubscribeGroupConfig,
  ) {
    super(scope, id, { ...config, terraformResourceType: "sendgrid_unsubscribe_group", terraformGeneratorMetadata: generatorMetadata });
  }

  get id(): string {
    return this.getStringAttribute("id");
  }

  protected override synthesizeAttributes(): Record<string, unknown> {
    return { name: this.config.name, description: this.config.description, is_default: false };
  }
}

export interface SendgridEnforceTlsConfig extends TerraformMetaArguments {
  /** Deliver only to receivers that offer TLS. */
  requireTls: boolean;
  /** Deliver only to receivers whose certificate is valid. */
  requireValidCert: boolean;
  /** The lowest TLS version, such as 1.2; SendGrid's own is 1.1. */
  version: number;
}

export class SendgridEnforceTls extends TerraformResource {
  constructor(
    scope: Construct,
    id: string,
    private readonly config: SendgridEnforceTlsConfig,
  ) {
    super(scope, id, { ...config, terraformResourceType: "sendgrid_enforce_tls", terraformGeneratorMetadata: generatorMetadata });
  }

  protected override synthesizeAttributes(): Record<string, unknown> {
    return { require_tls: this.config.requireTls, require_valid_cert: this.config.requireValidCert, version: this.config.version };
  }
}

export interface SendgridClickTrackingSettingsConfig extends TerraformMetaArguments {
  /** Rewrite the links of every message, so that clicks can be counted. */
  enabled: boolean;
}

export class SendgridClickTrackingSettings extends TerraformResource {
  constructor(
    scope: Construct,
    id: string,
    private readonly config: SendgridClickTrackingSettingsConfig,
  ) {
    super(scope, id, {
      ...config,
      terraformResourceType: "sendgrid_click_tracking_settings",
      terraformGeneratorMetadata: generatorMetadata,
    });
  }

  protected override synthesizeAttributes(): Record<string, unknown> {
    return { enabled: this.config.enabled };
  }
}

export interface SendgridBounceSettingsConfig extends TerraformMetaArguments {
  /** Forget after some days who bounced. */
  enabled: boolean;
}

export class SendgridBounceSettings extends TerraformResource {
  constructor(
    scope: Construct,
    id: string,
    private readonly config: SendgridBounceSettingsConfig,
  ) {
    super(scope, id, { ...config, terraformResourceType: "sendgrid_bounce_settings", terraformGeneratorMetadata: generatorMetadata });
  }

  protected override synthesizeAttributes(): Record<string, unknown> {
    return { enabled: this.config.enabled };
  }
}

export interface SendgridEventWebhookConfig extends TerraformMetaArguments {
  url: string;
  friendlyName: string;
  /** Kinds of events that are posted, as the plugin calls them. */
  events: readonly string[];
}

export class SendgridEventWebhook extends TerraformResource {
  constructor(
    scope: Construct,
    id: string,
    private readonly config: SendgridEventWebhookConfig,
  ) {
    super(scope, id, { ...config, terraformResourceType: "sendgrid_event_webhook", terraformGeneratorMetadata: generatorMetadata });
  }

  get id(): string {
    return this.getStringAttribute("id");
  }

  protected override synthesizeAttributes(): Record<string, unknown> {
    const { url, friendlyName, events } = this.config;
    return { url, friendly_name: friendlyName, enabled: true, signed: true, ...Object.fromEntries(events.map((event) => [event, true])) };
  }
}

/** Reads a webhook: after an update the plugin leaves the resource itself without its key until the next refresh. */
export class DataSendgridEventWebhook extends TerraformDataSource {
  constructor(
    scope: Construct,
    id: string,
    private readonly webhookId: string,
  ) {
    super(scope, id, { terraformResourceType: "sendgrid_event_webhook", terraformGeneratorMetadata: generatorMetadata });
  }

  /** In base64. */
  get publicKey(): string {
    return this.getStringAttribute("public_key");
  }

  protected override synthesizeAttributes(): Record<string, unknown> {
    return { id: this.webhookId };
  }
}
