# The web front ends inside the program (cmake/web.cmake).
tallyward_web(${floor_target})
