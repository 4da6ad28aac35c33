// See context.h. c10d includes this header but uses nothing from it.
#pragma once
