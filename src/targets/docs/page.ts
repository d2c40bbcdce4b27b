import { grouped } from '../../grouped.js'
import type { Resolution, Resolved } from '../../model.js'
import { type Column, columnsFor, DEFAULT, groupOf, MEANING, NAME } from './columns.js'
import { markdown, tableLines } from './markdown.js'
import { portUrls } from './urls.js'

const LEGEND: Readonly<Record<string, string>> = {
  role: 'who calls the port',
  bind: 'the address where the service listens',
  outside: 'whether generated firewall rules open it',
  public: 'whether the frontend is told',
}

/** The lines of a page: every port by group, and the URLs made of them. No line is one that Prettier would wrap. */
export function pageLines(resolution: Resolution): string[] {
  const ports = [...resolution.resolved.values()].filter(({ setting }) => setting.port !== null)
  const columns = columnsFor(ports)
  const byGroup = grouped([...ports, ...portUrls(resolution)], groupOf)
  // What is in no group has no heading: it stands above the first.
  const groups = [...grouped([...resolution.resolved.values()], groupOf).keys()].filter((group) => byGroup.has(group))
  const ordered = [...groups.filter((group) => group === ''), ...groups.filter((group) => group !== '')]
  return [
    ...['# Ports', '', 'What everyone gets; `config print` shows what counts on your machine.'],
    ...(ports.length === 0 ? ['', 'The schema has none.'] : ['', ...legendLines(columns)]),
    ...ordered.flatMap((group) => [
      ...(group === '' ? [] : ['', `## ${markdown(group).replaceAll('#', '\\#')}`]),
      ...groupLines(byGroup.get(group) ?? [], columns),
    ]),
  ]
}

/** The table of a block: a group a row, where there are any. */
export function blockLines(ports: readonly Resolved[]): string[] {
  const group: Column = { title: 'group', cell: (one) => markdown(groupOf(one)) }
  const columns = columnsFor(ports)
  return tableOf(ports, ports.some((one) => groupOf(one) !== '') ? [group, ...columns] : columns)
}

function legendLines(columns: readonly Column[]): string[] {
  return columns.flatMap(({ title }) => (title in LEGEND ? `- _${title}_: ${LEGEND[title]}` : []))
}

function groupLines(members: readonly Resolved[], columns: readonly Column[]): string[] {
  const ports = members.filter(({ setting }) => setting.port !== null)
  const urls = members.filter(({ setting }) => setting.port === null)
  const tables = [
    ...(ports.length === 0 ? [] : [tableOf(ports, columns)]),
    ...(urls.length === 0 ? [] : [tableOf(urls, [{ ...NAME, title: 'URL' }, DEFAULT, MEANING])]),
  ]
  return tables.flatMap((lines) => ['', ...lines])
}

function tableOf(settings: readonly Resolved[], columns: readonly Column[]): string[] {
  return tableLines(
    columns.map(({ title }) => title),
    settings.map((one) => columns.map(({ cell }) => cell(one))),
  )
}
