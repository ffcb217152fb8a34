// A real Chromium for one story, with the guards every story stands under: a console error, an
// uncaught exception, a crash or a request that leaves the origin fails it. SwiftShader serves
// WebGPU, so no GPU is needed. axe-core is put in as an init script, which the page's
// Content-Security-Policy does not forbid; the policy itself stays in force.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import {
  chromium,
  type Browser,
  type BrowserContext,
  type ConsoleMessage,
  type Page,
} from 'playwright-core';

/**
 * toolchain.md: what Debian's Chromium needs for WebGPU on SwiftShader, and for keeping still
 * otherwise.
 */
const FLAGS = [
  '--no-sandbox',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--enable-unsafe-webgpu',
  '--use-webgpu-adapter=swiftshader',
  '--enable-features=Vulkan',
];

/** One story: a name and what happens. It fails by throwing, or by a guard. */
export interface Story {
  readonly name: string;
  /** Longest time it may take; 5 minutes unless told. */
  readonly timeoutMs?: number;
  /** Half a minute or more on two quiet cores: told only by `npm test -- --long` or by its name. */
  readonly long?: boolean;
  tell(stage: Stage): Promise<void>;
}

export interface OpenOptions {
  /** Added to the address, e.g. `?executor=wgsl`. */
  readonly query?: string;
  /** The screen to open; the data screen unless said. */
  readonly hash?: string;
  /** Served without the cross-origin isolation headers. */
  readonly plain?: boolean;
  readonly width?: number;
  readonly height?: number;
}

/** What a story works with. */
export interface Stage {
  readonly context: BrowserContext;
  /** Where the page is served: with the isolation headers, and without. */
  readonly addresses: { readonly isolated: string; readonly plain: string };
  /** Origins that pages may ask; a story that serves by itself adds its own. */
  readonly allowed: string[];
  /**
   * Opens the studio in a new tab of the same profile (IndexedDB is shared between the tabs of a
   * story).
   */
  open(options?: OpenOptions): Promise<Page>;
  /** Fails the story if axe finds a serious or critical violation on the page as it stands. */
  checkAccessibility(page: Page, where: string): Promise<void>;
  /** What the action makes the page download. */
  download(
    page: Page,
    action: () => Promise<void>,
  ): Promise<{ fileName: string; bytes: Uint8Array }>;
  /** Drops files on the element, as from the desktop. */
  drop(
    page: Page,
    selector: string,
    files: readonly { name: string; type: string; bytes: Uint8Array }[],
  ): Promise<void>;
  /** A console error that this story provokes on purpose; matched against its text. */
  expectConsoleError(pattern: RegExp): void;
}

interface AxeResult {
  violations: { id: string; impact: string | null; help: string; nodes: { html: string }[] }[];
}

const axeSource = readFileSync(
  createRequire(import.meta.url).resolve('axe-core/axe.min.js'),
  'utf8',
);

/**
 * Origins of the two servers the runner was given. Errors: throws when the runner was started
 * without them.
 */
function origins(): { isolated: string; plain: string } {
  const isolated = process.env['PLUMBLINE_ORIGIN'];
  if (!isolated)
    throw new Error(
      'PLUMBLINE_ORIGIN is not set: stories are run by npm test ' +
        '(node tools/scripts/test.mjs --only stories).',
    );
  return { isolated, plain: process.env['PLUMBLINE_PLAIN_ORIGIN'] ?? isolated };
}

function isOurs(address: string, allowed: readonly string[]): boolean {
  const url = new URL(address);
  return (
    ['blob:', 'data:', 'about:', 'chrome-error:'].includes(url.protocol) ||
    allowed.includes(url.origin)
  );
}

/** Notes everything on a page that must not happen. */
function watch(page: Page, faults: string[]): void {
  page.on('console', (message: ConsoleMessage) => {
    if (message.type() === 'error')
      faults.push(`console error: ${message.text()} (${message.location().url})`);
  });
  page.on('pageerror', (error) =>
    faults.push(`uncaught exception: ${error.stack ?? error.message}`),
  );
  page.on('crash', () => faults.push('the tab crashed'));
}

function launchOptions(): { executablePath: string; args: string[]; headless: true } {
  const executablePath = process.env['PLUMBLINE_CHROMIUM'];
  if (!executablePath)
    throw new Error('PLUMBLINE_CHROMIUM is not set: stories are run by npm test.');
  return { executablePath, args: FLAGS, headless: true };
}

/** Started when first asked for, for stories told one after another: each has a profile in it. */
export class SharedChromium {
  private started: Promise<Browser> | null = null;

  get(): Promise<Browser> {
    return (this.started ??= chromium.launch(launchOptions()));
  }

  /** Ends it; the next story starts another. */
  async close(): Promise<void> {
    const browser = await this.started?.catch(() => null);
    this.started = null;
    await browser?.close();
  }
}

/** A fresh profile; `close` ends it. `faults` fills while the story runs. */
export class StoryBrowser implements Stage {
  readonly faults: string[] = [];
  /** Origins that pages may ask. */
  readonly allowed = Object.values(origins()).map((address) => new URL(address).origin);
  private readonly expected: RegExp[] = [];
  /** Closed with the profile; null where others share it. */
  private readonly browser: Browser | null;
  readonly context: BrowserContext;
  readonly addresses = origins();

  private constructor(browser: Browser | null, context: BrowserContext) {
    this.browser = browser;
    this.context = context;
  }

  /**
   * Opens a profile in the shared Chromium, or in one of its own. Errors: throws when
   * PLUMBLINE_CHROMIUM is not set or does not start.
   */
  static async launch(shared: SharedChromium | null = null): Promise<StoryBrowser> {
    const options = {
      viewport: { width: 1440, height: 900 },
      acceptDownloads: true,
      serviceWorkers: 'allow',
    } as const;
    // A profile in memory has no room for a model of full size (docs/full-size.md).
    const profile = process.env['PLUMBLINE_PROFILE'];
    const browser = profile ? null : await (shared?.get() ?? chromium.launch(launchOptions()));
    const context = profile
      ? await chromium.launchPersistentContext(profile, { ...launchOptions(), ...options })
      : await browser!.newContext(options);
    const stage = new StoryBrowser(shared ? null : browser, context);
    await context.addInitScript({ content: axeSource });
    const { allowed } = stage;
    context.on('page', (page) => watch(page, stage.faults));
    context.on('request', (request) => {
      if (!isOurs(request.url(), allowed))
        stage.faults.push(`a request left the origin: ${request.method()} ${request.url()}`);
    });
    await context.route(
      (url) => !isOurs(url.href, allowed),
      (route) => route.abort(),
    );
    return stage;
  }

  async open(options: OpenOptions = {}): Promise<Page> {
    const page = await this.context.newPage();
    if (options.width || options.height)
      await page.setViewportSize({ width: options.width ?? 1440, height: options.height ?? 900 });
    const { isolated, plain } = this.addresses;
    await page.goto(
      (options.plain ? plain : isolated) +
        (options.query ?? '') +
        (options.query?.includes('#') ? '' : (options.hash ?? '#data')),
    );
    return page;
  }

  async checkAccessibility(page: Page, where: string): Promise<void> {
    const result = await page.evaluate(async () => {
      // Half-way colours of a transition are nobody's contrast.
      await Promise.allSettled(
        document
          .getAnimations()
          .filter((animation) => animation instanceof CSSTransition)
          .map((transition) => transition.finished),
      );
      const { axe } = globalThis as unknown as {
        axe: { run(options: object): Promise<AxeResult> };
      };
      // What passes is not described: that costs as much time as the looking.
      const { violations } = await axe.run({ resultTypes: ['violations'] });
      return violations.map(({ id, impact, help, nodes }) => ({
        id,
        impact,
        help,
        nodes: nodes.map(({ html }) => ({ html })),
      }));
    });
    const grave = result.filter(
      (violation) => violation.impact === 'serious' || violation.impact === 'critical',
    );
    if (grave.length === 0) return;
    const lines = grave.map(
      ({ id, help, nodes }) =>
        `  ${id}: ${help}\n    ${nodes
          .slice(0, 4)
          .map((node) => node.html.slice(0, 160))
          .join('\n    ')}`,
    );
    throw new Error(`Accessibility (${where}):\n${lines.join('\n')}`);
  }

  async download(
    page: Page,
    action: () => Promise<void>,
  ): Promise<{ fileName: string; bytes: Uint8Array }> {
    const [download] = await Promise.all([
      page.waitForEvent('download', { timeout: 60_000 }),
      action(),
    ]);
    return {
      fileName: download.suggestedFilename(),
      bytes: new Uint8Array(readFileSync(await download.path())),
    };
  }

  async drop(
    page: Page,
    selector: string,
    files: readonly { name: string; type: string; bytes: Uint8Array }[],
  ): Promise<void> {
    const sent = files.map(({ name, type, bytes }) => ({
      name,
      type,
      base64: Buffer.from(bytes).toString('base64'),
    }));
    const transfer = await page.evaluateHandle((list) => {
      const data = new DataTransfer();
      for (const { name, type, base64 } of list)
        data.items.add(
          new File([Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))], name, {
            type,
          }),
        );
      return data;
    }, sent);
    for (const event of ['dragenter', 'dragover', 'drop'])
      await page.dispatchEvent(selector, event, { dataTransfer: transfer });
    await transfer.dispose();
  }

  expectConsoleError(pattern: RegExp): void {
    this.expected.push(pattern);
  }

  /** What happened that must not, without what the story said it would provoke. */
  unexpectedFaults(): string[] {
    return this.faults.filter((fault) => !this.expected.some((pattern) => pattern.test(fault)));
  }

  /** Images of all open tabs, for a failed story. */
  async screenshots(path: (index: number) => string): Promise<void> {
    for (const [index, page] of this.context.pages().entries()) {
      await page
        .screenshot({ path: path(index), fullPage: true, timeout: 10_000 })
        .catch(() => undefined);
    }
  }

  async close(): Promise<void> {
    await this.context.close();
    await this.browser?.close();
  }
}
