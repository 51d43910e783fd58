/**
 * Typed bindings for the Terraform provider kenzo0107/sendgrid 3.1.0: the resources that Twinpost declares, no more.
 * Attribute names are the provider's; https://registry.terraform.io/providers/kenzo0107/sendgrid/3.1.0/docs
 */
import { type TerraformMetaArguments, TerraformProvider, TerraformResource } from "cdktf";
import type { Construct } from "constructs";

const source = "kenzo0107/sendgrid";
const generatorMetadata = { providerName: "sendgrid", providerVersion: "3.1.0", providerVersionConstraint: "3.1.0" };

/** Reads its API key from the environment variable `SENDGRID_API_KEY`, so no key is in the configuration or the state. */
export class SendgridProvider extends TerraformProvider {
  constructor(scope: Construct, id: string) {
    super(scope, id, {
      terraformResourceType: "sendgrid",
      terraformProviderSource: source,
      terraformGeneratorMetadata: generatorMetadata,
    });
  }

  protected override synthesizeAttributes(): Record<string, unknown> {
    return {};
  }
}

export interface SendgridSenderAuthenticationConfig extends TerraformMetaArguments {
  domain: string;
  /** The label of the return path; set it, so that the host names of the records are known before the first apply. */
  subdomain: string;
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
    return { domain: this.config.domain, subdomain: this.config.subdomain, automatic_security: true, default: false };
  }
}

export interface SendgridEnforceTlsConfig extends TerraformMetaArguments {
  /** Deliver only to receivers that offer TLS. */
  requireTls: boolean;
  /** Deliver only to receivers whose certificate is valid. */
  requireValidCert: boolean;
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
    return { require_tls: this.config.requireTls, require_valid_cert: this.config.requireValidCert };
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
