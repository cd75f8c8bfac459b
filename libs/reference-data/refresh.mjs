// Makes the territory resources anew from the npm package of the French administrative divisions.
// Run by hand when the package has a new yearly edition: node refresh.mjs [version]
// Needs Node 18 or newer, npm and tar. The same version always gives the same bytes.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'

const PACKAGE = '@etalab/decoupage-administratif'
const version = process.argv[2] ?? '6.0.0'
const target = join(dirname(fileURLToPath(import.meta.url)), 'src/main/resources/fr/vigie/reference')
const work = mkdtempSync(join(tmpdir(), 'territories-'))

try {
  const archive = execFileSync('npm', ['pack', '--silent', `${PACKAGE}@${version}`], { cwd: work, encoding: 'utf8' })
    .trim().split('\n').pop()
  execFileSync('tar', ['xzf', archive], { cwd: work })
  const read = name => JSON.parse(readFileSync(join(work, 'package/data', `${name}.json`), 'utf8'))
  const [communes, departements, regions] = ['communes', 'departements', 'regions'].map(read)

  const departementOf = code => code.slice(0, /^9[78]/.test(code) ? 3 : 2)
  const line = (...columns) => {
    if (columns.some(column => /[\t\n|]/.test(String(column)))) throw new Error(`cannot write ${columns}`)
    return columns.join('\t')
  }
  const byCode = (a, b) => (a.code < b.code ? -1 : a.code > b.code ? 1 : 0)

  // Code, name, population, postcodes, the city of an arrondissement, old codes, and names of communes that merged
  // into this one ("|" between them): one line a commune of today.
  const current = communes.filter(c => c.type === 'commune-actuelle' || c.type === 'arrondissement-municipal')
  const former = communes.filter(c => c.type === 'commune-deleguee' || c.type === 'commune-associee')
  const names = new Map()
  const oldCodes = new Map(current.map(c => [c.code, new Set(c.anciensCodes ?? [])]))
  const today = new Set(current.map(c => c.code))
  const nameOf = new Map(current.map(c => [c.code, c.nom]))
  for (const c of former) {
    if (!today.has(c.chefLieu)) throw new Error(`${c.code} is part of ${c.chefLieu}, which is no commune`)
    if (c.nom !== nameOf.get(c.chefLieu)) names.set(c.chefLieu, (names.get(c.chefLieu) ?? new Set()).add(c.nom))
    if (!today.has(c.code)) oldCodes.get(c.chefLieu).add(c.code)
  }
  const lines = [...current].sort(byCode).map(c => {
    if (departementOf(c.code) !== c.departement) throw new Error(`${c.code} is not in ${c.departement}`)
    return line(c.code, c.nom, c.population ?? 0, (c.codesPostaux ?? []).join(' '), c.commune ?? '',
      [...oldCodes.get(c.code)].sort().join(' ')) + '\t' + [...(names.get(c.code) ?? [])].sort().join('|')
  })
  writeFileSync(join(target, 'communes.tsv.gz'), gzipSync(lines.join('\n') + '\n', { level: 9 }))

  const table = (file, rows) => writeFileSync(join(target, file), rows.join('\n') + '\n')
  table('departements.tsv', [...departements].sort(byCode).map(d => line(d.code, d.nom, d.region)))
  table('regions.tsv', [...regions].sort(byCode).map(r => line(r.code, r.nom)))
  console.log(`${PACKAGE}@${version}: ${lines.length} communes and arrondissements, ${departements.length} départements, `
    + `${regions.length} régions`)
} finally {
  rmSync(work, { recursive: true, force: true })
}
