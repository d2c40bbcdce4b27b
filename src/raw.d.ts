/** A file's text as the build puts it into the package. */
declare module '*?raw' {
  const text: string
  export default text
}
