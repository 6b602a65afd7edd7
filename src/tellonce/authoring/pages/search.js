(() => {
  const form = document.querySelector('form[data-search]')
  if (!form) return
  form.hidden = false
  const box = form.querySelector('input')
  const told = form.querySelector('output')
  const entries = [...document.querySelectorAll('[data-said]')]
  const sections = [...document.querySelectorAll('section[data-group]')]
  const show = () => {
    const words = box.value.toLowerCase().split(/\s+/).filter(Boolean)
    let count = 0
    for (const entry of entries) {
      const found = words.every((word) => entry.dataset.said.includes(word))
      entry.hidden = !found
      if (found) count += 1
    }
    for (const section of sections) {
      const left = section.querySelectorAll('[data-said]:not([hidden])').length
      section.hidden = !left
      section.querySelector('.n').textContent = left
    }
    told.textContent = words.length ? `${count} of ${entries.length}` : ''
  }
  box.addEventListener('input', show)
  form.addEventListener('submit', (event) => event.preventDefault())
  const asked = decodeURIComponent(location.hash.replace(/^#find=/, ''))
  if (location.hash.startsWith('#find=')) box.value = asked
  show()
})()
